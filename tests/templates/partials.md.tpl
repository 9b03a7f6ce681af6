a
{{>greet}}
b
