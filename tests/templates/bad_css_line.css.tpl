.x{content:"
{{text}}"}