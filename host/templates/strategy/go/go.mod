module my-strategy

go 1.25
