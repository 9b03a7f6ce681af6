one
  {{#a}}
  two
  {{/a}}
{{! a comment
 over lines }}
 	{{^a}}
three
{{/a}} 
{{#a}}{{/a}}
x {{! inside }} y
{{x}}
  {{>greet}}  
end {{#a}}
q{{/a}}