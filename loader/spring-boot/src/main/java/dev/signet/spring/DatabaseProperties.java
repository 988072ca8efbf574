package dev.signet.spring;

import org.jspecify.annotations.Nullable;

/**
 * The database that several hosts share.
 *
 * @param url The database: jdbc:postgresql://host/database. Must be set.
 * @param user Login, a member of signet_node.
 * @param passwordFile File with the password, which nobody else may read.
 * @param node This host's name, which no other has. Must be set.
 * @param schema Schema of the tables: signet unless set.
 * @param ledger Folder for what this host itself remembers, for nothing else. Must be set.
 * @param reportEvery How often this host tells that it lives, such as '30 seconds'.
 * @param listen Whether it sees at once what is asked of all hosts; takes one connection more.
 * @param admitNewWhileAway Whether what is new is admitted while the database is away.
 */
public record DatabaseProperties(
    @Nullable String url,
    @Nullable String user,
    @Nullable String passwordFile,
    @Nullable String node,
    @Nullable String schema,
    @Nullable String ledger,
    @Nullable String reportEvery,
    @Nullable Boolean listen,
    @Nullable Boolean admitNewWhileAway) {}
