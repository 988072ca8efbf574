/**
 * Signet in a Spring Boot application: trust, admission and a plugin manager from {@code signet.*}.
 */
@NullMarked
package dev.signet.spring;

import org.jspecify.annotations.NullMarked;
