a,"{{text}}",c
