CREATE TABLE people (salesperson_name TEXT, "Target_Leads" INTEGER, campaign_name TEXT, active INTEGER, "odd "" name" TEXT);
INSERT INTO people VALUES ('Anna', 2, 'voice', 1, NULL), ('bert@example.com', NULL, NULL, NULL, 'x'), ('Carla', 5, 'Apple', 1, NULL),
    ('Dora', 1, 'Voice', 0, NULL);
CREATE VIEW the_other AS SELECT * FROM people WHERE 0;
