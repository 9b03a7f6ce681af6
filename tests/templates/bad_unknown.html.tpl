a
{{nope}}