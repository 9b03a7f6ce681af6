a,b{{text}},c
