package dev.signet.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which groups have nobody in them but the user who runs this and root: permissions of such a group
 * give nothing to others. Linux distributions give each user a group like that, and make folders
 * writable for it (umask 002).
 *
 * @param passwd the file of accounts, as of {@code passwd(5)}
 * @param group the file of groups, as of {@code group(5)}
 */
record PrivateGroups(Path passwd, Path group) {
  private static final String ROOT = "0";

  static PrivateGroups ofSystem() {
    return new PrivateGroups(Path.of("/etc/passwd"), Path.of("/etc/group"));
  }

  /** Returns whether the group is known, and has at most this user and root in it. */
  boolean isPrivate(int gid, int uid) {
    try {
      Set<String> insiders = new HashSet<>();
      for (String[] account : lines(passwd, 4)) {
        if (account[2].equals(ROOT) || account[2].equals(String.valueOf(uid))) {
          insiders.add(account[0]);
        } else if (account[3].equals(String.valueOf(gid))) {
          return false;
        }
      }
      boolean known = false;
      for (String[] entry : lines(group, 3)) {
        if (entry[2].equals(String.valueOf(gid))) {
          known = true;
          if (entry.length > 3 && !insiders.containsAll(members(entry[3]))) {
            return false;
          }
        }
      }
      return known;
    } catch (IOException e) {
      // Who is in it is unknown.
      return false;
    }
  }

  private static List<String> members(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split(","));
  }

  private static List<String[]> lines(Path file, int fields) throws IOException {
    List<String[]> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      String[] parts = line.split(":");
      if (parts.length >= fields) {
        lines.add(parts);
      }
    }
    return lines;
  }
}
