{{#items}}
- {{t}}
{{#kids}}
  - {{t}}
{{/kids}}
{{/items}}
