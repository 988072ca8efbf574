package dev.signet.bundle;

/** What a bundle is listed by. */
record EntryRules(Layout layout, Limits limits) {}
