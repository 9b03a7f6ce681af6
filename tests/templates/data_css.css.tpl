/* "quoted" in a comment, ' too */
@page{@top-left{content:"{{css}} · {{n}}"}}
.x::after{content:'"';}
.y::after{content:"{{text}} {{t.pages.col.no}} {{share_pct}}"}
