{{one_chart}}
