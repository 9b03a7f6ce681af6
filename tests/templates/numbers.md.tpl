| {{a_pct}} | {{d_int}} | {{m_pp}} |
