| {{raw}} | {{pipe}} | {{start}} |
{{start}}
- {{start}}
{{num}}
> {{dash}}
{{ctl}} {{ent}} {{bidi}}

{{x_md}}
