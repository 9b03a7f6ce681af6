a
b {{/x}}