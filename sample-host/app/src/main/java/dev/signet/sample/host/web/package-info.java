/** What keeps the host's pages to those who may see them; knows no plugin and no page. */
@NullMarked
package dev.signet.sample.host.web;

import org.jspecify.annotations.NullMarked;
