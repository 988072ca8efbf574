package dev.signet.bundle.read;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.Objects;

/**
 * An open folder of a bundle. Names are looked up in it and never followed when they are links;
 * where the file system offers {@link SecureDirectoryStream}, not even one that took a folder's
 * place a moment ago.
 */
interface FolderHandle extends Closeable {

  /**
   * Opens a bundle's root.
   *
   * @param seen what stood there when it was found to be a folder and no link
   * @throws IOException when it cannot be opened, or something else stands there by now
   */
  @SuppressWarnings("StreamResourceLeak") // the handle owns the stream
  static FolderHandle openRoot(Path root, BasicFileAttributes seen) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(root);
    if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
      return new PlainFolder(root, stream);
    }
    try {
      BasicFileAttributes opened =
          secure.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
      if (!Objects.equals(opened.fileKey(), seen.fileKey())) {
        throw new IOException("it was replaced while it was opened");
      }
      return new SecureFolder(secure);
    } catch (IOException e) {
      secure.close();
      throw e;
    }
  }

  /**
   * Returns the names in the folder, each a path of one element; can be asked for once. Fails with
   * {@link java.nio.file.DirectoryIteratorException}.
   */
  Iterator<Path> names();

  /** Returns what a name stands for, not following it. */
  BasicFileAttributes attributes(Path name) throws IOException;

  /** Opens a folder in this one. */
  FolderHandle openFolder(Path name) throws IOException;

  /** Opens a file in this folder for reading. */
  SeekableByteChannel openFile(Path name) throws IOException;
}
