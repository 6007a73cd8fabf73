/**
 * Projects and their git repositories: hosting over HTTP, templates, required files, and the
 * snapshots of workspaces. Only this package knows JGit.
 */
@NullMarked
package com.joyofhardware.master.repository;

import org.jspecify.annotations.NullMarked;
