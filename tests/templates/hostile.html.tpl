<p title="{{quote}}{{single}}">{{raw}} {{tmpl}} {{bidi}} {{four}} {{ctl}} {{ent}}</p><a href="{{e_url}}">x</a>
{{x_md}}
