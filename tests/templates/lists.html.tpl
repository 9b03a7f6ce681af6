<ul>
{{#items}}
<li>{{t}} {{top}}{{#kids}}, {{t}}{{/kids}}{{^kids}} none{{/kids}}</li>
{{/items}}
</ul>
{{#words}}{{.}};{{/words}}
{{#nested}}({{#.}}{{.}} {{/.}}){{/nested}}
