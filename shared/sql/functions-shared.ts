/** Functions that DuckDB and PostgreSQL have in common: `name(arguments) → result | what it does`. */
export const sharedFunctions = String.raw`
abs(x) → number | Absolute value.
acos(x) → double | Arc cosine, in radians.
age(timestamp, timestamp) → interval | Difference of two instants in years, months and days; with one argument, from then to today.
any_value(x) → any | Any value of the group that is not NULL.
array_agg(x) → array | All values of the group as a list; NULLs are kept.
array_append(array, x) → array | The list with a value added at its end.
array_cat(array, array) → array | Two lists one after the other.
array_length(array, dimension) → bigint | How many elements.
array_position(array, x) → integer | Place of the first such element, from 1; NULL when there is none.
array_prepend(x, array) → array | The list with a value added at its start.
array_to_string(array, separator) → text | The elements joined into one text.
ascii(text) → integer | Code point of the first character.
asin(x) → double | Arc sine, in radians.
atan(x) → double | Arc tangent, in radians.
atan2(y, x) → double | Arc tangent of y/x, with the right quadrant.
avg(x) → number | Mean of the values that are not NULL.
bit_and(x) → integer | Bitwise AND of all values.
bit_count(x) → bigint | How many bits are set.
bit_length(text) → integer | Length in bits.
bit_or(x) → integer | Bitwise OR of all values.
bit_xor(x) → integer | Bitwise XOR of all values.
bool_and(condition) → boolean | True when all values are true.
bool_or(condition) → boolean | True when at least one value is true.
cardinality(array) → integer | How many elements.
cbrt(x) → double | Cube root.
ceil(x) → number | Rounds up.
ceiling(x) → number | Rounds up.
chr(code) → text | The character of a code point.
char_length(text) → integer | Length in characters.
character_length(text) → integer | Length in characters.
concat(x, …) → text | Joins values into one text; NULLs are left out.
concat_ws(separator, x, …) → text | Joins values with a separator; NULLs are left out.
corr(y, x) → double | Correlation coefficient.
cos(x) → double | Cosine of an angle in radians.
cot(x) → double | Cotangent of an angle in radians.
count(x) → bigint | How many values are not NULL; count(*) counts rows.
covar_pop(y, x) → double | Covariance of the population.
covar_samp(y, x) → double | Covariance of the sample.
cume_dist() → double | Share of rows up to and including this one, in the order of the window.
current_database() → text | Name of the database.
current_query() → text | Text of the query that runs.
current_schema() → text | First schema of the search path.
current_schemas(implicit) → array | Schemas of the search path.
current_setting(name) → text | Value of a setting.
currval(sequence) → bigint | What nextval gave last in this session.
date_part(part, timestamp) → number | A part of a date or time, such as 'year' or 'hour'.
date_trunc(part, timestamp) → timestamp | Cuts a date or time off at a part, such as 'month'.
degrees(radians) → double | Radians as degrees.
dense_rank() → bigint | Rank without gaps.
encode(data, format) → text | Bytes as text.
exp(x) → double | e to the power of x.
factorial(n) → number | Product of the numbers up to n.
first_value(x) → any | Value of the first row of the window frame.
floor(x) → number | Rounds down.
format(pattern, x, …) → text | Fills values into a pattern.
gcd(a, b) → integer | Greatest common divisor.
gen_random_uuid() → uuid | A new random UUID.
generate_series(start, stop, step) → rows | A series of numbers or dates; the stop is part of it.
generate_subscripts(array, dimension) → rows | The indexes of a list.
isfinite(x) → boolean | Whether a number, date or time is finite.
json_array_length(json) → bigint | How many elements a JSON array has.
json_object(key, value, …) → json | A JSON object of keys and values.
lag(x, offset, default) → any | Value of an earlier row of the window; one row before unless said otherwise.
last_value(x) → any | Value of the last row of the window frame.
lcm(a, b) → integer | Least common multiple.
lead(x, offset, default) → any | Value of a later row of the window; one row after unless said otherwise.
left(text, count) → text | The first characters; all but the last ones when negative.
length(text) → integer | Length in characters.
ln(x) → double | Natural logarithm.
log(x) → double | Logarithm to base 10.
log10(x) → double | Logarithm to base 10.
lower(text) → text | In lower case.
lpad(text, length, fill) → text | Filled up at the left to a length.
ltrim(text, characters) → text | Without spaces (or these characters) at the start.
make_date(year, month, day) → date | A date of its parts.
make_time(hour, minute, second) → time | A time of day of its parts.
make_timestamp(year, month, day, hour, minute, second) → timestamp | An instant of its parts.
max(x) → any | Greatest value.
md5(text) → text | MD5 checksum in hexadecimal.
min(x) → any | Least value.
mod(a, b) → number | Remainder of a division.
mode() → any | Commonest value.
nextval(sequence) → bigint | Moves a sequence on and gives its value.
now() → timestamptz | Start of the transaction.
nth_value(x, n) → any | Value of the n-th row of the window frame.
ntile(count) → integer | Number of the bucket when the rows are split into so many of equal size.
octet_length(data) → integer | Length in bytes.
percent_rank() → double | Relative rank: (rank - 1) / (rows - 1).
pg_typeof(x) → text | Type of a value, by PostgreSQL's name.
pi() → double | The number π.
pow(x, y) → number | x to the power of y.
power(x, y) → number | x to the power of y.
radians(degrees) → double | Degrees as radians.
random() → double | A random number from 0 up to 1.
rank() → bigint | Rank with gaps after ties.
regexp_matches(text, pattern) → boolean or array | DuckDB: whether a pattern is found; PostgreSQL: what its groups matched.
regexp_replace(text, pattern, replacement, flags) → text | Replaces what a pattern matches; 'g' replaces all of it.
regexp_split_to_array(text, pattern) → array | Splits a text where a pattern matches.
regexp_split_to_table(text, pattern) → rows | Splits a text into rows where a pattern matches.
regr_avgx(y, x) → double | Mean of x where both are known.
regr_avgy(y, x) → double | Mean of y where both are known.
regr_count(y, x) → bigint | How many pairs are known.
regr_intercept(y, x) → double | Intercept of the fitted line.
regr_r2(y, x) → double | Square of the correlation coefficient.
regr_slope(y, x) → double | Slope of the fitted line.
repeat(text, count) → text | A text several times.
replace(text, from, to) → text | Replaces every occurrence.
reverse(text) → text | Characters in reverse.
right(text, count) → text | The last characters; all but the first ones when negative.
round(x, digits) → number | Rounded to so many digits.
row_number() → bigint | Number of the row within the window, from 1.
row_to_json(row) → json | A row as a JSON object.
rpad(text, length, fill) → text | Filled up at the right to a length.
rtrim(text, characters) → text | Without spaces (or these characters) at the end.
setseed(seed) → void | Sets the seed of random().
sign(x) → number | -1, 0 or 1.
sin(x) → double | Sine of an angle in radians.
sinh(x) → double | Hyperbolic sine.
split_part(text, separator, n) → text | The n-th part of a text, from 1.
sqrt(x) → double | Square root.
starts_with(text, prefix) → boolean | Whether a text starts with another.
stddev(x) → double | Standard deviation of the sample.
stddev_pop(x) → double | Standard deviation of the population.
stddev_samp(x) → double | Standard deviation of the sample.
string_agg(text, separator) → text | All texts of the group, joined.
string_to_array(text, separator) → array | Splits a text.
strpos(text, part) → integer | Where a part starts, from 1; 0 when it is missing.
substr(text, start, count) → text | A part of a text, from 1.
substring(text, start, count) → text | A part of a text, from 1.
sum(x) → number | Sum of the values that are not NULL.
tan(x) → double | Tangent of an angle in radians.
tanh(x) → double | Hyperbolic tangent.
to_json(x) → json | A value as JSON.
to_timestamp(seconds) → timestamptz | The instant so many seconds after 1970.
translate(text, from, to) → text | Replaces characters one by one.
trunc(x) → number | Cuts off the fraction.
unnest(array) → rows | A row for each element.
upper(text) → text | In upper case.
var_pop(x) → double | Variance of the population.
var_samp(x) → double | Variance of the sample.
variance(x) → double | Variance of the sample.
version() → text | Version of the database.
`;
