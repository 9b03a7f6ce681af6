<?xml version="1.0"?>
<r a="{{text}} {{quote}}" href="{{a_url}}" b="{{share_pct}}"><x href="{{b_url}}"/>{{css}}{{none}}
{{#rows}}
<i>{{id}}</i>
{{/rows}}
</r>
