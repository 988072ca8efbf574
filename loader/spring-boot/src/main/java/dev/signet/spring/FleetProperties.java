package dev.signet.spring;

import org.jspecify.annotations.Nullable;

/**
 * Whose list of plugins the application goes by.
 *
 * @param name The fleet, as its lists name it.
 * @param list File plugins.lock, or oci: and its place in a registry.
 * @param bundles Folder that relative paths in the list are below.
 * @param every How often the list is looked at, a second to a day. 30 seconds unless set.
 */
public record FleetProperties(
    @Nullable String name,
    @Nullable String list,
    @Nullable String bundles,
    @Nullable String every) {}
