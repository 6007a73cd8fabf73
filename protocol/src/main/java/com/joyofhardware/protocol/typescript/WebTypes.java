package com.joyofhardware.protocol.typescript;

import com.joyofhardware.protocol.Problem;
import com.joyofhardware.protocol.agent.Bitstreams;
import com.joyofhardware.protocol.agent.Buffers;
import com.joyofhardware.protocol.agent.Exec;
import com.joyofhardware.protocol.agent.FileStat;
import com.joyofhardware.protocol.agent.Fs;
import com.joyofhardware.protocol.agent.Git;
import com.joyofhardware.protocol.agent.Health;
import com.joyofhardware.protocol.agent.LanguageServers;
import com.joyofhardware.protocol.agent.Ports;
import com.joyofhardware.protocol.agent.Safety;
import com.joyofhardware.protocol.agent.Search;
import com.joyofhardware.protocol.agent.Telemetry;
import com.joyofhardware.protocol.agent.TerminalInfo;
import com.joyofhardware.protocol.agent.TerminalMessage;
import com.joyofhardware.protocol.agent.TerminalStart;
import com.joyofhardware.protocol.rest.Contents;
import com.joyofhardware.protocol.rest.Preferences;
import com.joyofhardware.protocol.rest.Previews;
import com.joyofhardware.protocol.rest.Rest;
import java.util.List;

/** The records a browser sends or gets; what they mention comes along. */
final class WebTypes {
  static final List<Class<?>> ALL =
      List.of(
          Problem.class,
          Rest.Me.class,
          Preferences.PreferenceList.class,
          Rest.SetUp.class,
          Rest.LogIn.class,
          Rest.LogOut.class,
          Rest.PasswordChange.class,
          Rest.NewProject.class,
          Rest.Project.class,
          Rest.Template.class,
          Rest.NewSession.class,
          Rest.Session.class,
          Rest.TicketIssued.class,
          Rest.NewToken.class,
          Rest.Token.class,
          Rest.TokenInfo.class,
          Rest.NewUser.class,
          Rest.User.class,
          Rest.Check.class,
          Rest.Node.class,
          Rest.Pool.class,
          Rest.SessionDetail.class,
          Contents.Refs.class,
          Contents.Commits.class,
          Contents.Tree.class,
          Contents.Blob.class,
          Contents.Change.class,
          Health.class,
          FileStat.class,
          Fs.At.class,
          Fs.Listing.class,
          Fs.Create.class,
          Fs.Move.class,
          Fs.Delete.class,
          Fs.Watch.class,
          Fs.Changed.class,
          Search.Text.class,
          Search.Matches.class,
          Search.Done.class,
          Search.Files.class,
          Search.Found.class,
          Search.Cancel.class,
          Buffers.Update.class,
          Buffers.Version.class,
          Buffers.Close.class,
          Buffers.ListAll.class,
          Buffers.Read.class,
          Buffers.Take.class,
          Buffers.Content.class,
          Buffers.Listing.class,
          Telemetry.class,
          Safety.class,
          TerminalMessage.class,
          TerminalInfo.class,
          TerminalInfo.Rename.class,
          TerminalInfo.Shown.class,
          TerminalInfo.Links.class,
          TerminalStart.class,
          TerminalStart.Look.class,
          TerminalStart.Environment.class,
          Exec.Start.class,
          Exec.End.class,
          LanguageServers.class,
          Ports.class,
          Bitstreams.class,
          Git.Changed.class,
          Git.Status.class,
          Git.Paths.class,
          Git.Discard.class,
          Git.Resolve.class,
          Git.StageText.class,
          Git.Commit.class,
          Git.Committed.class,
          Git.At.class,
          Git.Message.class,
          Git.Transfer.class,
          Git.Cancel.class,
          Git.Progress.class,
          Git.Branches.class,
          Git.Switch.class,
          Git.RenameBranch.class,
          Git.DeleteBranch.class,
          Git.LogAt.class,
          Git.Log.class,
          Git.Refs.class,
          Git.Base.class,
          Git.Between.class,
          Git.Files.class,
          Git.FileAt.class,
          Git.Shown.class,
          Git.Stash.class,
          Git.StashAt.class,
          Git.Stashes.class,
          Previews.Wanted.class,
          Previews.Opened.class,
          Previews.Sharing.class,
          Previews.Preview.class,
          Previews.Webview.class);

  private WebTypes() {}
}
