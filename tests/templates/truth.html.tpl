{{#nil}}1{{/nil}}{{#no}}2{{/no}}{{#yes}}3{{/yes}}{{#empty}}4{{/empty}}{{#list}}5{{/list}}{{#zero}}6{{/zero}}{{#obj}}7{{/obj}}{{#text}}8{{.}}{{/text}}
{{^nil}}1{{/nil}}{{^no}}2{{/no}}{{^yes}}3{{/yes}}{{^empty}}4{{/empty}}{{^list}}5{{/list}}{{^zero}}6{{/zero}}{{^obj}}7{{/obj}}{{^text}}8{{/text}}
{{#nilist}}x{{/nilist}}
