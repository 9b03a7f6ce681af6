a

{{#x}}
b