{"n": {{n}}, "p": {{share_pct}}, "t": {{text}}, "q": {{quote}}, "c": {{css}}, "none": {{none}}, "yes": {{yes}}, "w": {{t.pages.col.no}}, "s": [
{{#rows}}
{"id": {{id}}, "v": {{v}}}
{{/rows}}
], "l": [{{#names}}{{.}}{{/names}}], "e": [{{#empty}}{{.}}{{/empty}}]}
