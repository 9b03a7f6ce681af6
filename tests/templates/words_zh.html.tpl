<p title="{{t.template.unclosed}}">{{t.template.unclosed_tag}}</p>
