{{>greet}}{{> greet }}
<ul>{{>tree}}</ul>
