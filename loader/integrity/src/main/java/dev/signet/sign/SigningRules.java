package dev.signet.sign;

import dev.signet.bundle.EntryRules;
import dev.signet.bundle.descriptor.DescriptorForm;
import java.time.Clock;
import java.util.Optional;

/**
 * What each bundle is signed and judged by.
 *
 * @param adding whether a signature is added to the author's
 */
record SigningRules(
    EntryRules entries,
    DescriptorForm form,
    int format,
    Optional<String> id,
    Clock clock,
    boolean adding) {}
