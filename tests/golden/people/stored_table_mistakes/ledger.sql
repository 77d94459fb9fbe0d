CREATE TABLE sales_people (salesperson_name, target_leads);
INSERT INTO sales_people VALUES ('Anna', 2), ('Bert', 'many'), (NULL, 5);
