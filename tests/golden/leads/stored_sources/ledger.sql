CREATE TABLE web_sources (id INTEGER, source TEXT);
INSERT INTO web_sources VALUES (1, 'Google_Ads'), (2, ' facebook_form '), (3, NULL), (4, '');
