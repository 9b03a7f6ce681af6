<time datetime="{{d_date}}">{{d_date}}</time> {{h_hash}} {{z_hash}} {{c_code}} {{p_plain}} <a href="{{u_url}}">1</a><a href="{{v_url}}">2</a><a href="{{w_url}}">3</a><a href="{{e_url}}{{n_url}}">4</a>
<div class="prose">{{m_md}}{{n_md}}{{k_md}}</div>
