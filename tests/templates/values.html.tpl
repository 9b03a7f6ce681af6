<p title="{{a}}">{{a}} {{n}} {{r}} [{{nil}}] [{{empty}}] {{o.b.c}} [{{o.gone.x}}] {{zero}}</p>
