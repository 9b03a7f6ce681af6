{{prose_md}}
