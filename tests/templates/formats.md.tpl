{{d_date}} {{h_hash}} {{c_code}} {{p_plain}} [x]({{u_url}}) [y]({{v_url}}) [z]({{w_url}})

{{m_md}}

{{n_md}}
end
