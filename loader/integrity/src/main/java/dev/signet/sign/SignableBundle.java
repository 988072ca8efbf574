package dev.signet.sign;

import dev.signet.manifest.ManifestReading;
import java.util.List;

/** A bundle that may be signed, and what the author should know about it. */
record SignableBundle(StrictSource source, ManifestReading reading, List<String> notices) {}
