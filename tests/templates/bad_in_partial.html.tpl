
{{>broken}}