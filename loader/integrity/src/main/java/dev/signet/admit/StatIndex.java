package dev.signet.admit;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.file.AtomicFile;
import dev.signet.file.FileStamp;
import dev.signet.manifest.Digest;
import dev.signet.manifest.Manifest;
import dev.signet.verify.Recollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which source had which metadata when which sealed copy was made of it. It only ever saves reading
 * a source again: lost, damaged or of another version, it is left aside and every source is read.
 */
final class StatIndex {
  private static final Logger log = LoggerFactory.getLogger(StatIndex.class);
  private static final int VERSION = 1;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private final Map<Path, SourceRecord> sources = new ConcurrentHashMap<>();
  private final Map<String, SealedCopy> copies = new ConcurrentHashMap<>();

  private record SourceRecord(SourceState state, String copy) {}

  /** Reads the index; an empty one when there is none or it cannot be read. */
  static StatIndex load(Path file) {
    StatIndex index = new StatIndex();
    if (Files.notExists(file)) {
      return index;
    }
    try {
      Document document = JSON.readValue(Files.readAllBytes(file), Document.class);
      if (document != null && document.version() == VERSION) {
        document.restore(index);
      }
    } catch (JacksonException | IllegalArgumentException e) {
      index.sources.clear();
      index.copies.clear();
      log.warn("{} is damaged and left aside; every plugin is read anew: {}", file, e.toString());
    } catch (IOException e) {
      log.warn("{} cannot be read; every plugin is read anew: {}", file, e.toString());
    }
    return index;
  }

  /** Writes the index atomically. */
  void save(Path file) throws IOException {
    AtomicFile.replaceOwnerOnly(file, JSON.writeValueAsBytes(Document.of(this)));
  }

  /** Returns the copy of a source whose metadata are as recorded. */
  Optional<SealedCopy> find(Path source, SourceState state) {
    return Optional.ofNullable(sources.get(source))
        .filter(known -> known.state().equals(state))
        .flatMap(known -> copy(known.copy()));
  }

  /** Returns what is on record of a copy. */
  Optional<SealedCopy> copy(String name) {
    return Optional.ofNullable(copies.get(name));
  }

  /** Returns what is on record of the copies whose names pass. */
  List<SealedCopy> copies(Predicate<String> names) {
    return copies.values().stream().filter(copy -> names.test(copy.name())).toList();
  }

  /** Records a copy, and its source where its metadata tell changes. */
  void put(SealedCopy copy, Path source, Optional<SourceState> state) {
    copies.put(copy.name(), copy);
    state.ifPresent(known -> sources.put(source, new SourceRecord(known, copy.name())));
  }

  /** Takes note that a copy has another name now. */
  void rename(String name, String to) {
    SealedCopy copy = copies.remove(name);
    if (copy != null) {
      copies.put(to, copy.named(to));
    }
    sources.replaceAll(
        (source, known) -> known.copy().equals(name) ? new SourceRecord(known.state(), to) : known);
  }

  /** Forgets a source; its copy stays on record. */
  void forget(Path source) {
    sources.remove(source);
  }

  /** Forgets a copy and its sources. */
  void forgetCopy(String name) {
    copies.remove(name);
    sources.values().removeIf(source -> source.copy().equals(name));
  }

  /** The file's form. */
  private record Document(int version, Map<String, SourceForm> sources, List<CopyForm> copies) {
    Document {
      Objects.requireNonNull(sources, "sources");
      Objects.requireNonNull(copies, "copies");
      if (copies.stream().anyMatch(Objects::isNull) || sources.containsValue(null)) {
        throw new IllegalArgumentException("a null among sources or copies");
      }
    }

    static Document of(StatIndex index) {
      Map<String, SourceForm> sources = new TreeMap<>();
      index.sources.forEach(
          (path, known) ->
              sources.put(path.toString(), new SourceForm(known.copy(), known.state().stamps())));
      List<CopyForm> copies =
          new TreeMap<>(index.copies).values().stream().map(CopyForm::of).toList();
      return new Document(VERSION, sources, copies);
    }

    void restore(StatIndex index) {
      copies.forEach(form -> index.copies.put(form.name(), form.copy()));
      sources.forEach(
          (path, form) ->
              index.sources.put(
                  Path.of(path),
                  new SourceRecord(new SourceState(new TreeMap<>(form.stamps())), form.copy())));
    }
  }

  /** One source's form in the file. */
  private record SourceForm(String copy, Map<String, FileStamp> stamps) {
    SourceForm {
      Objects.requireNonNull(copy, "copy");
      Objects.requireNonNull(stamps, "stamps");
      if (stamps.containsValue(null)) {
        throw new IllegalArgumentException("a null among stamps");
      }
    }
  }

  /** One copy's form in the file. */
  private record CopyForm(
      String name,
      BundleKind kind,
      Map<String, FileStamp> stamps,
      Map<String, String> files,
      Set<String> executables) {
    CopyForm {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(stamps, "stamps");
      Objects.requireNonNull(files, "files");
      Objects.requireNonNull(executables, "executables");
      if (stamps.containsValue(null)
          || files.containsValue(null)
          || executables.stream().anyMatch(Objects::isNull)) {
        throw new IllegalArgumentException("a null among stamps, files or executables");
      }
    }

    static CopyForm of(SealedCopy copy) {
      Map<String, String> files = new TreeMap<>();
      copy.recollection()
          .files()
          .files()
          .forEach((path, digest) -> files.put(path.value(), digest.hex()));
      Set<String> executables = new TreeSet<>();
      copy.recollection().executables().forEach(path -> executables.add(path.value()));
      return new CopyForm(copy.name(), copy.kind(), copy.stamps(), files, executables);
    }

    SealedCopy copy() {
      if (!name.matches("[A-Za-z0-9._+-]+") || name.startsWith(".")) {
        throw new IllegalArgumentException("no folder name: " + name);
      }
      Map<EntryPath, Digest> digests = new HashMap<>();
      files.forEach(
          (path, hex) ->
              digests.put(
                  new EntryPath(path),
                  Digest.parse(hex)
                      .orElseThrow(() -> new IllegalArgumentException("no digest: " + hex))));
      Set<EntryPath> executable = new TreeSet<>();
      executables.forEach(path -> executable.add(new EntryPath(path)));
      return new SealedCopy(
          name, kind, new TreeMap<>(stamps), new Recollection(Manifest.of(digests), executable));
    }
  }
}
