a,{{#rows}}{{id}}{{/rows}}
