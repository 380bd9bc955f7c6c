/**
 * The index of parts of words, which MySQL and MariaDB share. A full-text index ranks all that it finds, which takes
 * seconds for a frequent word; one row per text and gram takes more space than the texts and triples the time of a
 * write. So a row lists the texts of a block of 4,096 ids that hold a gram. The newest texts are not in it yet; a
 * search reads them.
 *
 * There are no foreign keys, so that OpenSupports 4.11 can write to its own tables without knowing of these.
 */
export const gramTables: Readonly<Record<string, string>> = {
  // `ids` has two bytes for each text: its place in the block.
  os_gram: `create table os_gram (kind tinyint unsigned not null, gram int unsigned not null,
    block int unsigned not null, ids mediumblob not null, primary key (kind, gram, block)) engine = InnoDB`,
  // All texts up to this id are in the index.
  os_gram_done: `create table os_gram_done (source tinyint unsigned not null primary key,
    last_id int unsigned not null) engine = InnoDB`,
  // These texts have changed since.
  os_gram_stale: `create table os_gram_stale (source tinyint unsigned not null, id int unsigned not null,
    primary key (source, id)) engine = InnoDB`,
}
