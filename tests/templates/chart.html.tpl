<figure>{{one_chart}}{{nil_chart}}</figure>
