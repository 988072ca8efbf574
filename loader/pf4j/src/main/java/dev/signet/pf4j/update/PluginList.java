package dev.signet.pf4j.update;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.oci.OciReference;
import dev.signet.verdict.Printable;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pf4j.update.PluginInfo;
import org.pf4j.update.PluginInfo.PluginRelease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a {@code plugins.json}: what makes no sense is left out, and never an exception later. */
final class PluginList {
  private static final Logger LOG = LoggerFactory.getLogger(WebUpdateRepository.class);
  private static final int MOST_CHARS = 10_000;
  private static final int MOST_DEPTH = 16;

  /** Enough for 50,000 releases; 8 MB of brackets would be hundreds of MB of objects. */
  private static final int MOST_TOKENS = 1_000_000;

  private static final int MOST_TOLD = 20;
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(MOST_DEPTH)
                      .maxTokenCount(MOST_TOKENS)
                      .build())
              .build());

  private final String repository;
  private final URI base;
  private final WebAccess web;
  private int skipped;

  PluginList(String repository, URI base, WebAccess web) {
    this.repository = repository;
    this.base = base;
    this.web = web;
  }

  /** Returns the plugins by id; of several with one id, the first. */
  Map<String, PluginInfo> parse(byte[] bytes) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(bytes);
    } catch (JacksonException e) {
      throw new IOException("its list is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IOException("its list is no text: " + e.getMessage(), e);
    }
    if (!root.isArray()) {
      throw new IOException("its list is no JSON array");
    }
    Map<String, PluginInfo> plugins = new LinkedHashMap<>();
    for (JsonNode entry : root) {
      plugin(entry).ifPresent(info -> plugins.putIfAbsent(info.id, info));
    }
    if (skipped > MOST_TOLD) {
      LOG.warn("{}: {} entries are left out in all", Printable.of(base.toString()), skipped);
    }
    return plugins;
  }

  private Optional<PluginInfo> plugin(JsonNode entry) {
    String id = text(entry, "id");
    if (id == null || id.isEmpty()) {
      return skip("an entry without an id");
    }
    PluginInfo info = new PluginInfo();
    info.id = id;
    info.name = text(entry, "name");
    info.description = text(entry, "description");
    info.provider = text(entry, "provider");
    info.projectUrl = text(entry, "projectUrl");
    info.releases = releases(id, entry.path("releases"));
    info.setRepositoryId(repository);
    return Optional.of(info);
  }

  private List<PluginRelease> releases(String id, JsonNode entries) {
    List<PluginRelease> releases = new ArrayList<>();
    for (JsonNode entry : entries) {
      release(id, entry).ifPresent(releases::add);
    }
    return releases;
  }

  private Optional<PluginRelease> release(String id, JsonNode entry) {
    String version = text(entry, "version");
    String url = text(entry, "url");
    if (version == null || version.isEmpty() || url == null) {
      return skip("a release of '" + id + "' without version or url");
    }
    PluginRelease release = new PluginRelease();
    try {
      release.url =
          OciReference.isMeant(url)
              ? web.checkRegistry(url).toString()
              : web.check(base.resolve(url)).toURL().toString();
    } catch (IOException | IllegalArgumentException e) {
      return skip("release " + version + " of '" + id + "': " + e.getMessage());
    }
    String requires = text(entry, "requires");
    release.version = version;
    release.requires = requires == null || requires.isEmpty() ? "*" : requires;
    release.sha512sum = text(entry, "sha512sum");
    release.date = date(text(entry, "date"));
    return Optional.of(release);
  }

  private static @Nullable String text(JsonNode entry, String name) {
    JsonNode value = entry.path(name);
    return value.isTextual() && value.textValue().length() <= MOST_CHARS ? value.textValue() : null;
  }

  /** Only ever shown; the beginning of time where it is unknown, as pf4j-update has it. */
  private static Date date(@Nullable String text) {
    if (text != null) {
      try {
        return Date.from(
            text.length() == "2026-01-31".length()
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(text));
      } catch (DateTimeParseException | IllegalArgumentException e) {
        // The latter when it is too far away for a Date.
        LOG.debug("A release date cannot be read: {}", Printable.of(text));
      }
    }
    return Date.from(Instant.EPOCH);
  }

  private <T> Optional<T> skip(String what) {
    skipped++;
    if (skipped <= MOST_TOLD) {
      LOG.warn("{} is left out: {}", Printable.of(base.toString()), Printable.of(what));
    }
    return Optional.empty();
  }
}
