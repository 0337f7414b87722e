/** Functions that are DuckDB's own: `name(arguments) → result | what it does`. */
export const duckdbFunctions = String.raw`
approx_count_distinct(x) → bigint | About how many different values, fast.
approx_quantile(x, share) → any | About the value below which a share lies, fast.
approx_top_k(x, k) → list | About the k commonest values.
arg_max(x, by) → any | The x of the row in which by is greatest.
arg_min(x, by) → any | The x of the row in which by is least.
array_distinct(list) → list | Without duplicates and NULLs.
array_has(list, x) → boolean | Whether a list holds a value.
array_slice(list, from, to) → list | A part of a list, from 1.
array_sort(list) → list | In ascending order.
bar(x, min, max, width) → text | A bar of a length in proportion to x.
base64(blob) → text | Bytes as Base64.
bin(x) → text | A number in binary.
century(date) → bigint | The century of a date.
coalesce(x, …) → any | The first value that is not NULL.
contains(text, part) → boolean | Whether a text, list or map holds another value.
count_if(condition) → bigint | How many rows fulfil the condition.
countif(condition) → bigint | How many rows fulfil the condition.
damerau_levenshtein(a, b) → bigint | Edits between two texts; a swap counts one.
date_add(date, interval) → timestamp | A date with an interval added.
date_diff(part, start, end) → bigint | How many boundaries of a part lie between two dates.
date_sub(part, start, end) → bigint | How many whole parts lie between two dates.
datediff(part, start, end) → bigint | How many boundaries of a part lie between two dates.
datepart(part, timestamp) → bigint | A part of a date or time.
datetrunc(part, timestamp) → timestamp | Cuts a date or time off at a part.
day(date) → bigint | Day of the month.
dayname(date) → text | Name of the weekday, in English.
dayofmonth(date) → bigint | Day of the month.
dayofweek(date) → bigint | Day of the week, Sunday is 0.
dayofyear(date) → bigint | Day of the year.
decade(date) → bigint | The decade of a date.
decode(blob) → text | Bytes of UTF-8 as text.
divide(a, b) → integer | Whole-number division.
element_at(map, key) → any | The value of a key.
ends_with(text, suffix) → boolean | Whether a text ends with another.
entropy(x) → double | Entropy in bits.
epoch(timestamp) → double | Seconds since 1970.
epoch_ms(timestamp) → bigint | Milliseconds since 1970; the other way round for a number.
epoch_ns(timestamp) → bigint | Nanoseconds since 1970.
epoch_us(timestamp) → bigint | Microseconds since 1970.
equi_width_bins(min, max, count, nice) → list | Bounds of buckets of equal width.
even(x) → double | Rounded away from zero to an even number.
favg(x) → double | Mean by a more exact sum.
first(x) → any | First value of the group, NULL included.
flatten(list) → list | A list of lists as one list.
from_base64(text) → blob | Base64 as bytes.
from_hex(text) → blob | Hexadecimal as bytes.
from_json(json, structure) → any | JSON as a value of a given structure.
fsum(x) → double | A more exact sum.
gamma(x) → double | Gamma function.
lgamma(x) → double | Logarithm of the gamma function.
geomean(x) → double | Geometric mean.
get_current_timestamp() → timestamptz | Start of the transaction.
getvariable(name) → any | Value of a variable that SET VARIABLE made.
glob(pattern) → rows | Files that match a pattern.
greatest(x, …) → any | The greatest of the arguments.
group_concat(text, separator) → text | All texts of the group, joined.
hamming(a, b) → bigint | At how many places two texts differ.
hash(x) → ubigint | A hash of a value.
hex(x) → text | In hexadecimal.
histogram(x) → map | How often each value occurs.
hour(timestamp) → bigint | The hour.
if(condition, then, else) → any | One of two values.
ifnull(x, other) → any | The other value when the first is NULL.
instr(text, part) → bigint | Where a part starts, from 1; 0 when it is missing.
isinf(x) → boolean | Whether a number is infinite.
isnan(x) → boolean | Whether it is not a number.
isodow(date) → bigint | Day of the week, Monday is 1, Sunday 7.
isoyear(date) → bigint | Year of the ISO week.
jaccard(a, b) → double | Likeness of two texts by their letters.
jaro_similarity(a, b) → double | Likeness of two texts, 0 to 1.
jaro_winkler_similarity(a, b) → double | Likeness of two texts, 0 to 1; the start weighs more.
json_array(x, …) → json | A JSON array of values.
json_contains(json, part) → boolean | Whether JSON holds another JSON value.
json_exists(json, path) → boolean | Whether there is something at a path.
json_extract(json, path) → json | What stands at a path.
json_extract_string(json, path) → text | What stands at a path, as text.
json_group_array(x) → json | The values of the group as a JSON array.
json_group_object(key, value) → json | The pairs of the group as a JSON object.
json_keys(json) → list | The keys of a JSON object.
json_structure(json) → json | The structure of a JSON value.
json_type(json) → text | The type of a JSON value.
json_valid(text) → boolean | Whether a text is valid JSON.
json_value(json, path) → json | A scalar at a path.
kurtosis(x) → double | Excess kurtosis.
last(x) → any | Last value of the group, NULL included.
last_day(date) → date | Last day of the month.
least(x, …) → any | The least of the arguments.
len(x) → bigint | Length of a text or a list.
levenshtein(a, b) → bigint | Edits between two texts.
list(x) → list | All values of the group as a list; NULLs are kept.
list_aggregate(list, name) → any | An aggregate function over the elements.
list_any_value(list) → any | The first element that is not NULL.
list_append(list, x) → list | With a value added at its end.
list_avg(list) → double | Mean of the elements.
list_concat(list, list) → list | Two lists one after the other.
list_contains(list, x) → boolean | Whether a list holds a value.
list_cosine_similarity(a, b) → double | Cosine of the angle between two vectors.
list_count(list) → bigint | How many elements are not NULL.
list_distance(a, b) → double | Euclidean distance of two vectors.
list_distinct(list) → list | Without duplicates and NULLs.
list_extract(list, index) → any | The element at a place, from 1.
list_filter(list, x -> condition) → list | The elements that fulfil a condition.
list_has_all(list, other) → boolean | Whether all elements of the other are in it.
list_has_any(list, other) → boolean | Whether any element of the other is in it.
list_intersect(list, list) → list | What both lists hold.
list_max(list) → any | Greatest element.
list_min(list) → any | Least element.
list_position(list, x) → integer | Place of the first such element, from 1.
list_prepend(x, list) → list | With a value added at its start.
list_reduce(list, (x, y) -> value) → any | Folds the elements into one value.
list_reverse(list) → list | In reverse.
list_reverse_sort(list) → list | In descending order.
list_slice(list, from, to) → list | A part of a list, from 1.
list_sort(list) → list | In ascending order.
list_sum(list) → number | Sum of the elements.
list_transform(list, x -> value) → list | A value for each element.
list_unique(list) → bigint | How many different elements.
list_value(x, …) → list | A list of the arguments.
list_zip(list, …) → list | Lists side by side, as structs.
listagg(text, separator) → text | All texts of the group, joined.
log2(x) → double | Logarithm to base 2.
mad(x) → any | Median of the distances from the median.
map(keys, values) → map | A map of two lists.
map_concat(map, …) → map | Maps joined; the last value of a key wins.
map_contains(map, key) → boolean | Whether a map has a key.
map_entries(map) → list | Pairs of a map.
map_from_entries(list) → map | A map of pairs.
map_keys(map) → list | Keys of a map.
map_values(map) → list | Values of a map.
max_by(x, by) → any | The x of the row in which by is greatest.
mean(x) → double | Mean of the values that are not NULL.
median(x) → any | The middle value.
microsecond(timestamp) → bigint | Microseconds of the minute.
millisecond(timestamp) → bigint | Milliseconds of the minute.
min_by(x, by) → any | The x of the row in which by is least.
minute(timestamp) → bigint | The minute.
month(date) → bigint | The month.
monthname(date) → text | Name of the month, in English.
nullif(a, b) → any | NULL when both are equal, else the first.
ord(text) → integer | Code point of the first character.
parquet_metadata(path) → rows | Metadata of a Parquet file.
parquet_schema(path) → rows | Columns of a Parquet file.
parse_filename(path) → text | The last part of a path.
prefix(text, prefix) → boolean | Whether a text starts with another.
printf(pattern, x, …) → text | Fills values into a pattern as C does.
product(x) → double | Product of the values.
quantile_cont(x, share) → any | The value below which a share lies, interpolated.
quantile_disc(x, share) → any | The value below which a share lies, one that occurs.
quarter(date) → bigint | The quarter.
range(start, stop, step) → list | A series of numbers or dates; the stop is not part of it.
read_blob(path) → rows | Files as bytes.
read_csv(path, …) → rows | Rows of CSV files; columns and types are found out.
read_json(path, …) → rows | Rows of JSON files.
read_json_auto(path, …) → rows | Rows of JSON files; columns and types are found out.
read_ndjson(path, …) → rows | Rows of files with one JSON object a line.
read_parquet(path, …) → rows | Rows of Parquet files.
read_text(path) → rows | Files as text.
regexp_escape(text) → text | A text as a pattern that means itself.
regexp_extract(text, pattern, group) → text | What a pattern, or a group of it, matched.
regexp_extract_all(text, pattern, group) → list | All matches of a pattern.
regexp_full_match(text, pattern) → boolean | Whether a pattern matches the whole text.
round_even(x, digits) → number | Rounded, halves to the even neighbour.
row(x, …) → struct | A struct without names.
second(timestamp) → bigint | The second.
sem(x) → double | Standard error of the mean.
sha256(text) → text | SHA-256 checksum in hexadecimal.
skewness(x) → double | Skewness.
stats(x) → text | What the database knows of a column's values.
strftime(timestamp, format) → text | A date or time by a pattern such as '%Y-%m-%d'.
string_split(text, separator) → list | Splits a text.
string_split_regex(text, pattern) → list | Splits a text where a pattern matches.
strip_accents(text) → text | Without accents.
strlen(text) → bigint | Length in bytes.
strptime(text, format) → timestamp | A text as an instant, by a pattern such as '%Y-%m-%d'.
struct_extract(struct, name) → any | A field of a struct.
struct_insert(struct, name := x) → struct | A struct with fields added.
struct_pack(name := x, …) → struct | A struct of named values.
suffix(text, suffix) → boolean | Whether a text ends with another.
time_bucket(width, timestamp) → timestamp | Start of the bucket of a width in which an instant lies.
to_base64(blob) → text | Bytes as Base64.
to_days(n) → interval | So many days.
to_hours(n) → interval | So many hours.
to_minutes(n) → interval | So many minutes.
to_months(n) → interval | So many months.
to_seconds(n) → interval | So many seconds.
to_weeks(n) → interval | So many weeks.
to_years(n) → interval | So many years.
today() → date | The date at the start of the transaction.
trim(text, characters) → text | Without spaces (or these characters) at both ends.
try_cast(x as type) → any | A cast that gives NULL instead of failing.
try_strptime(text, format) → timestamp | As strptime, NULL where it does not fit.
typeof(x) → text | Type of a value.
unicode(text) → integer | Code point of the first character.
url_decode(text) → text | Without the escapes of a URL.
url_encode(text) → text | With the escapes of a URL.
uuid() → uuid | A new random UUID.
week(date) → bigint | Number of the ISO week.
weekofyear(date) → bigint | Number of the ISO week.
weighted_avg(x, weight) → double | Weighted mean.
xor(a, b) → integer | Bitwise exclusive or.
year(date) → bigint | The year.
yearweek(date) → bigint | Year and ISO week as one number.
cast(x as type) → any | A value as another type.
extract(part from timestamp) → bigint | A part of a date or time.
`;
