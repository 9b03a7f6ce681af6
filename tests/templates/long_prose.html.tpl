{{x_md}}
{{y_md}}
