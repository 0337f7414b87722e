/** Functions that are PostgreSQL's own: `name(arguments) → result | what it does`. */
export const postgresFunctions = String.raw`
array_dims(array) → text | Bounds of an array, as text.
array_fill(x, lengths) → array | An array of equal elements.
array_lower(array, dimension) → integer | The first index.
array_ndims(array) → integer | How many dimensions.
array_positions(array, x) → array | Places of all such elements.
array_remove(array, x) → array | Without the elements that are equal.
array_replace(array, from, to) → array | With elements replaced.
array_to_json(array) → json | An array as JSON.
array_upper(array, dimension) → integer | The last index.
btrim(text, characters) → text | Without spaces (or these characters) at both ends.
cast(x as type) → any | A value as another type.
clock_timestamp() → timestamptz | The time now, even within a transaction.
coalesce(x, …) → any | The first value that is not NULL.
col_description(table, column) → text | Comment on a column.
convert_from(bytea, encoding) → text | Bytes as text.
convert_to(text, encoding) → bytea | Text as bytes.
date_bin(width, timestamp, origin) → timestamp | Start of the bucket of a width in which an instant lies.
decode(text, format) → bytea | Text in 'base64', 'hex' or 'escape' as bytes.
div(a, b) → numeric | Whole-number division.
every(condition) → boolean | True when all values are true.
extract(part from timestamp) → numeric | A part of a date or time.
format_type(oid, typmod) → text | Name of a type.
get_bit(bits, n) → integer | One bit.
get_byte(bytea, n) → integer | One byte.
greatest(x, …) → any | The greatest of the arguments; NULLs are left out.
grouping(x, …) → integer | Which columns the row of GROUPING SETS leaves out.
has_schema_privilege(schema, privilege) → boolean | Whether the user may.
has_table_privilege(table, privilege) → boolean | Whether the user may.
host(inet) → text | Address without the net mask.
inet_server_addr() → inet | Address of the server.
initcap(text) → text | First letter of each word in upper case.
json_agg(x) → json | The values of the group as a JSON array.
json_array_elements(json) → rows | A row for each element.
json_array_elements_text(json) → rows | A row for each element, as text.
json_build_array(x, …) → json | A JSON array of values.
json_build_object(key, value, …) → json | A JSON object of keys and values.
json_each(json) → rows | A row for each key and value.
json_each_text(json) → rows | A row for each key and value, as text.
json_extract_path(json, key, …) → json | What stands at a path.
json_extract_path_text(json, key, …) → text | What stands at a path, as text.
json_object_agg(key, value) → json | The pairs of the group as a JSON object.
json_object_keys(json) → rows | A row for each key.
json_populate_record(row, json) → row | A JSON object as a row.
json_populate_recordset(row, json) → rows | A JSON array as rows.
json_strip_nulls(json) → json | Without keys whose value is null.
json_to_record(json) → row | A JSON object as a row.
json_to_recordset(json) → rows | A JSON array as rows.
json_typeof(json) → text | The type of a JSON value.
jsonb_agg(x) → jsonb | The values of the group as a JSON array.
jsonb_array_elements(jsonb) → rows | A row for each element.
jsonb_array_elements_text(jsonb) → rows | A row for each element, as text.
jsonb_array_length(jsonb) → integer | How many elements a JSON array has.
jsonb_build_array(x, …) → jsonb | A JSON array of values.
jsonb_build_object(key, value, …) → jsonb | A JSON object of keys and values.
jsonb_each(jsonb) → rows | A row for each key and value.
jsonb_each_text(jsonb) → rows | A row for each key and value, as text.
jsonb_extract_path(jsonb, key, …) → jsonb | What stands at a path.
jsonb_extract_path_text(jsonb, key, …) → text | What stands at a path, as text.
jsonb_insert(jsonb, path, value) → jsonb | With a value inserted at a path.
jsonb_object_agg(key, value) → jsonb | The pairs of the group as a JSON object.
jsonb_object_keys(jsonb) → rows | A row for each key.
jsonb_path_exists(jsonb, path) → boolean | Whether a JSON path finds something.
jsonb_path_query(jsonb, path) → rows | What a JSON path finds.
jsonb_path_query_array(jsonb, path) → jsonb | What a JSON path finds, as an array.
jsonb_path_query_first(jsonb, path) → jsonb | The first that a JSON path finds.
jsonb_pretty(jsonb) → text | Laid out for reading.
jsonb_set(jsonb, path, value) → jsonb | With the value at a path replaced.
jsonb_strip_nulls(jsonb) → jsonb | Without keys whose value is null.
jsonb_to_record(jsonb) → row | A JSON object as a row.
jsonb_to_recordset(jsonb) → rows | A JSON array as rows.
jsonb_typeof(jsonb) → text | The type of a JSON value.
justify_days(interval) → interval | 30 days as a month.
justify_hours(interval) → interval | 24 hours as a day.
justify_interval(interval) → interval | Days as months and hours as days.
lastval() → bigint | What nextval gave last in this session.
least(x, …) → any | The least of the arguments; NULLs are left out.
lower_inc(range) → boolean | Whether the lower bound is part of the range.
make_interval(years, months, weeks, days, hours, mins, secs) → interval | An interval of its parts.
make_timestamptz(year, month, day, hour, minute, second, zone) → timestamptz | An instant of its parts.
masklen(inet) → integer | Length of the net mask.
min_scale(numeric) → integer | Digits behind the point that are needed.
network(inet) → cidr | The network of an address.
nullif(a, b) → any | NULL when both are equal, else the first.
num_nonnulls(x, …) → integer | How many arguments are not NULL.
num_nulls(x, …) → integer | How many arguments are NULL.
obj_description(oid, catalog) → text | Comment on an object.
overlay(text placing new from start for count) → text | Replaces a part of a text.
parse_ident(name) → array | Parts of a qualified name.
percentile_cont(share) → double | With WITHIN GROUP (ORDER BY x): the value below which a share lies, interpolated.
percentile_disc(share) → any | With WITHIN GROUP (ORDER BY x): the value below which a share lies, one that occurs.
pg_advisory_lock(key) → void | Waits for a lock of the application's own.
pg_advisory_unlock(key) → boolean | Releases such a lock.
pg_advisory_xact_lock(key) → void | Waits for a lock that ends with the transaction.
pg_backend_pid() → integer | Process id of the session's server.
pg_cancel_backend(pid) → boolean | Cancels the query of a session.
pg_column_size(x) → integer | Bytes that a value takes.
pg_database_size(name) → bigint | Bytes that a database takes.
pg_get_viewdef(view) → text | Query of a view.
pg_indexes_size(table) → bigint | Bytes that the indexes of a table take.
pg_is_in_recovery() → boolean | Whether the server is a standby.
pg_relation_size(table) → bigint | Bytes that a table takes without indexes.
pg_size_pretty(bytes) → text | Bytes for reading.
pg_sleep(seconds) → void | Waits.
pg_table_size(table) → bigint | Bytes that a table takes without indexes, its TOAST included.
pg_terminate_backend(pid) → boolean | Ends a session.
pg_total_relation_size(table) → bigint | Bytes that a table takes with all its indexes.
pg_try_advisory_lock(key) → boolean | Takes a lock of the application's own if it is free.
position(part in text) → integer | Where a part starts, from 1; 0 when it is missing.
quote_ident(text) → text | A text as an identifier, in quotes if needed.
quote_literal(text) → text | A text as a literal.
quote_nullable(text) → text | A text as a literal, or NULL.
range_agg(range) → multirange | Union of the ranges of the group.
range_merge(range, range) → range | The least range that holds both.
regexp_count(text, pattern) → integer | How often a pattern matches.
regexp_instr(text, pattern) → integer | Where a pattern matches, from 1.
regexp_like(text, pattern) → boolean | Whether a pattern is found.
regexp_match(text, pattern) → array | What the groups of a pattern matched first.
regexp_substr(text, pattern) → text | What a pattern matched first.
regr_sxx(y, x) → double | Sum of squares of x.
regr_sxy(y, x) → double | Sum of products.
regr_syy(y, x) → double | Sum of squares of y.
row_security_active(table) → boolean | Whether row-level security is active.
scale(numeric) → integer | Digits behind the point.
set_config(name, value, is_local) → text | Sets a setting.
setval(sequence, value) → bigint | Sets a sequence.
sha224(bytea) → bytea | SHA-224 checksum.
sha256(bytea) → bytea | SHA-256 checksum.
sha512(bytea) → bytea | SHA-512 checksum.
statement_timestamp() → timestamptz | Start of the statement.
string_to_table(text, separator) → rows | Splits a text into rows.
timeofday() → text | The time now, as text.
to_char(x, pattern) → text | A number or date by a pattern such as 'YYYY-MM-DD'.
to_date(text, pattern) → date | A text as a date, by a pattern.
to_hex(x) → text | In hexadecimal.
to_jsonb(x) → jsonb | A value as JSON.
to_number(text, pattern) → numeric | A text as a number, by a pattern.
to_regclass(name) → regclass | The table of a name, NULL when there is none.
to_tsquery(text) → tsquery | A text with operators as a search.
to_tsvector(text) → tsvector | A text made ready for full-text search.
transaction_timestamp() → timestamptz | Start of the transaction.
trim(characters from text) → text | Without spaces (or these characters) at both ends.
trim_array(array, count) → array | Without the last elements.
trim_scale(numeric) → numeric | Without zeros at the end.
ts_headline(document, query) → text | A document with the hits marked.
ts_rank(vector, query) → real | How well a document matches.
txid_current() → bigint | Id of the transaction.
upper_inc(range) → boolean | Whether the upper bound is part of the range.
websearch_to_tsquery(text) → tsquery | A search as people type it.
width_bucket(x, low, high, count) → integer | Number of the bucket in which a value lies.
xmlagg(xml) → xml | The values of the group as XML.
`;
