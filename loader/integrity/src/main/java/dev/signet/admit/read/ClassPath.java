package dev.signet.admit.read;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The class path of one plugin, in its order. Parts are opened when something was found in none
 * before them, as the JDK does. Safe for use by several threads.
 */
public final class ClassPath implements Closeable {
  private final CheckedCopy copy;
  private final Deque<Path> unopened = new ArrayDeque<>();
  private final Set<Path> seen = new HashSet<>();
  private final List<ClassPathPart> parts = new ArrayList<>();
  private boolean closed;

  public ClassPath(CheckedCopy copy, List<Path> places) {
    this.copy = copy;
    places.stream().filter(seen::add).forEach(unopened::add);
  }

  /** Something that was found on a class path. */
  public record Found(ClassPathPart part, String name) {
    /** Returns its bytes, all of which were held against what was verified. */
    public byte[] read() throws IOException {
      return part.read(name);
    }
  }

  /**
   * Returns the first thing of this name; empty when there is none, or this is closed.
   *
   * @throws SealedCopyChangedException when a jar is not what was verified
   * @throws IOException when a jar cannot be read
   */
  public Optional<Found> find(String name) throws IOException {
    Optional<ClassPathPart> part = part(0);
    for (int i = 0; part.isPresent(); part = part(++i)) {
      Optional<String> found = part.get().find(name);
      if (found.isPresent()) {
        return Optional.of(new Found(part.get(), found.get()));
      }
    }
    return Optional.empty();
  }

  /** Returns all things of this name; throws as {@link #find}. */
  public List<Found> findAll(String name) throws IOException {
    List<Found> all = new ArrayList<>();
    Optional<ClassPathPart> part = part(0);
    for (int i = 0; part.isPresent(); part = part(++i)) {
      ClassPathPart from = part.get();
      from.find(name).ifPresent(found -> all.add(new Found(from, found)));
    }
    return all;
  }

  private synchronized Optional<ClassPathPart> part(int number) throws IOException {
    while (!closed && number >= parts.size() && !unopened.isEmpty()) {
      // Stays the next one when it cannot be opened: nothing behind it may stand in for it.
      Optional<ClassPathPart> opened = copy.part(unopened.getFirst());
      unopened.removeFirst();
      opened.ifPresent(this::add);
    }
    return closed || number >= parts.size() ? Optional.empty() : Optional.of(parts.get(number));
  }

  private void add(ClassPathPart part) {
    parts.add(part);
    if (part instanceof CheckedJar jar) {
      List<String> more = List.of(jar.classPath());
      for (int i = more.size() - 1; i >= 0; i--) {
        Path place = jar.location().resolveSibling(more.get(i)).normalize();
        if (copy.has(place) && seen.add(place)) {
          unopened.addFirst(place);
        }
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    unopened.clear();
    IOException failure = null;
    for (ClassPathPart part : parts) {
      try {
        part.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
