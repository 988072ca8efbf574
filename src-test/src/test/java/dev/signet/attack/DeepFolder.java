package dev.signet.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A chain of folders deeper than any path can say, put together from pieces that each can be said,
 * and taken apart again when closed.
 */
final class DeepFolder implements AutoCloseable {
  /** Levels of one piece; system calls on longer paths take longer each. */
  private static final int PIECE = 250;

  private final Path root;
  private final Deque<Path> joints;
  private final int levels;

  private DeepFolder(Path root, Deque<Path> joints, int levels) {
    this.root = root;
    this.joints = joints;
    this.levels = levels;
  }

  static DeepFolder make(Path parent, int atLeast) throws IOException {
    Path root = parent.resolve("d");
    Path built = parent.resolveSibling("built");
    Deque<Path> joints = new ArrayDeque<>();
    Files.createDirectories(piece(root));
    int levels = PIECE;
    while (levels < atLeast) {
      Files.move(root, built);
      Files.createDirectories(piece(root));
      Path joint = piece(root).resolve("j");
      Files.move(built, joint);
      joints.push(joint);
      levels += PIECE;
    }
    return new DeepFolder(root, joints, levels);
  }

  private static Path piece(Path root) {
    return root.resolve("d/".repeat(PIECE - 1));
  }

  int levels() {
    return levels;
  }

  @Override
  public void close() throws IOException {
    Path rest = root.resolveSibling("rest");
    while (!joints.isEmpty()) {
      Files.move(joints.pop(), rest);
      deletePiece();
      Files.move(rest, root);
    }
    deletePiece();
  }

  private void deletePiece() throws IOException {
    Path folder = piece(root);
    while (!folder.equals(root)) {
      Files.delete(folder);
      folder = folder.getParent();
    }
    Files.delete(root);
  }
}
