//! The two closed lists: everything that may be done, and everything that may be asked.

use crate::{
    board::{ReadBoard, ReadPage},
    bulk::ChangeDeals,
    contact::{
        AddContactNote, DeleteContactNote, EditContactNote, MergeCompanies, MergePersons, ReadBook,
        ReadCompany, ReadOpenDeals, ReadPerson, SaveCompany, SavePerson, SuggestCompanies, SuggestPersons,
    },
    deal::{
        AddDeal, AddParticipant, ChangeProcess, CloseDeal, CompleteAction, DuplicateDeal, MakePublic,
        ReadDeal, ReadHistory, ReadOptions, RemoveParticipant, ReopenDeal, SaveDeal, UncompleteAction,
        WinDeal,
    },
    deals::{ReadDealIds, ReadDeals},
    deleted::{DeleteDeal, PurgeDeals, ReadDeleted, RestoreDeal},
    finance::ReadFinance,
    import::{
        ApproveImport, CorrectImport, DropImport, FitImport, ReadImport, ReadImports, SkipImportRow,
        UndoImport,
    },
    me::{DrawSecondFactor, EnableSecondFactor, ReadMe, SaveMe},
    money::{SaveCosts, SaveLines},
    note::{AddNote, DeleteNote, EditNote},
    notice::{AnswerAccess, AskAccess, MarkRead, ReadNotices, ReadUnread},
    process::{AddProcess, Editing, PreviewProcess, ReadProcess, ReadProcesses, SaveProcess},
    review::ReadReview,
    saved::{DeleteFilter, ReadSavedFilters, SaveFilter},
    search::Search,
    settings::{
        ReadAccount, ReadCatalogue, ReadCostSettings, ReadReasons, ReadSources, RemoveExamples, SaveAccount,
        SaveCostSettings, SaveProduct, SaveReasons, SaveSources,
    },
    task::{AddTask, CheckTask, DeleteTask, EditTask, ReadTask, ReadTasks, RenewCalendar, SuggestDeals},
    undo::Undo,
    users::{ChangeRole, InviteUser, ReadAudit, ReadBoardAs, ReadUsers, RenewLink, SetActive, ShowAs},
};
use domain::{
    account::AccountSettings,
    audit::Audit,
    board::{Board, Move, Moved, Page},
    bulk::BulkResult,
    contact::{CompanyPage, OpenDeal, Person, PersonPage, SuggestedCompany, book::Book},
    deals::Deals,
    deleted::Deleted,
    finance::Finance,
    found::Found,
    id::{
        CompanyId, ContactNoteId, DealId, FilterId, NoteId, PersonId, ProcessId, ProductId, TaskId, UserId,
    },
    import::{Import, Imports},
    me::{Me, NewSecondFactor},
    notices::Notices,
    process::{Preview, Process},
    product::{Catalogue, CostSettings},
    profile::{History, NewDealOptions, Profile},
    reason::Reasons,
    refusal::Refusal,
    review::Review,
    saved::SavedFilter,
    source::Sources,
    task::Task,
    tasks::{OfDeal, Tasks},
    users::Users,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Something that may be done: plain data. Who does it, and under which op, is never in it.
pub trait Verb: Serialize + DeserializeOwned {
    /// The last part of its address, and what logs call it.
    const NAME: &'static str;
    /// Of its form on the wire: grows when the same fields come to mean something else.
    const VERSION: u16 = 1;
    /// What is told to whoever did it.
    type Answer: Serialize + DeserializeOwned;
}

/// Something that may be asked: plain data. Who asks is never in it.
pub trait Question: Serialize + DeserializeOwned {
    /// The last part of its address, and what logs call it.
    const NAME: &'static str;
    /// Of its form on the wire, as [`Verb::VERSION`].
    const VERSION: u16 = 1;
    type Answer: Serialize + DeserializeOwned;
}

/// A closed list of things by name, each with its answer; `$run` does any of them, on the server.
macro_rules! closed_list {
    (
        $(#[$doc:meta])* $list:ident of $kind:ident, done by $run:path as $done:ty, with $given:ty;
        $($name:literal $variant:ident($of:ty) -> $answer:ty,)+
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $list {
            $($variant($of),)+
        }

        $(
            impl $kind for $of {
                const NAME: &'static str = $name;
                type Answer = $answer;
            }

            impl From<$of> for $list {
                fn from(of: $of) -> Self {
                    $list::$variant(of)
                }
            }
        )+

        impl $list {
            /// Every name, in the order of the list.
            pub const NAMES: &'static [&'static str] = &[$($name),+];

            /// The version of the form of the one of this name.
            pub(crate) fn version(name: &str) -> Option<u16> {
                match name {
                    $($name => Some(<$of as $kind>::VERSION),)+
                    _ => None,
                }
            }

            /// What it is called in its address and in logs.
            pub fn name(&self) -> &'static str {
                match self {
                    $($list::$variant(_) => $name,)+
                }
            }

            /// Reads the one of this name. Refused when there is none, when the fields are those of another, and when
            /// they hold what means nothing.
            pub fn read(name: &str, fields: Value) -> Result<$list, Refusal> {
                match name {
                    $($name => crate::wire::fields::<$of>(fields).map($list::$variant),)+
                    _ => Err(Refusal::MalformedRequest),
                }
            }

            /// An answer to the one of this name, read as the browser reads it, and written again; nothing when the browser
            /// could not read it.
            #[cfg(feature = "ssr")]
            pub fn reread(name: &str, answer: &str) -> Option<String> {
                match name {
                    $($name => serde_json::to_string(&crate::json::read::<$answer>(answer)?).ok(),)+
                    _ => None,
                }
            }

            /// Does any of them; its answer is JSON.
            #[cfg(feature = "ssr")]
            pub(crate) async fn run(&self, given: $given) -> store::Result<$done> {
                match self {
                    $($list::$variant(of) => Box::pin($run(given, of)).await,)+
                }
            }
        }
    };
}

closed_list! {
    /// Everything that may be done.
    Command of Verb, done by crate::perform::perform_any as crate::Done<String>, with (store::Tx, &domain::id::Op);
    "move_deal" MoveDeal(Move) -> Moved,
    "add_deal" AddDeal(AddDeal) -> DealId,
    "save_deal" SaveDeal(SaveDeal) -> (),
    "duplicate_deal" DuplicateDeal(DuplicateDeal) -> DealId,
    "delete_deal" DeleteDeal(DeleteDeal) -> (),
    "restore_deal" RestoreDeal(RestoreDeal) -> (),
    "purge_deals" PurgeDeals(PurgeDeals) -> (),
    "change_deals" ChangeDeals(ChangeDeals) -> BulkResult,
    "add_participant" AddParticipant(AddParticipant) -> (),
    "remove_participant" RemoveParticipant(RemoveParticipant) -> (),
    "make_public" MakePublic(MakePublic) -> (),
    "complete_action" CompleteAction(CompleteAction) -> (),
    "uncomplete_action" UncompleteAction(UncompleteAction) -> (),
    "change_process" ChangeProcess(ChangeProcess) -> (),
    "win_deal" WinDeal(WinDeal) -> (),
    "close_deal" CloseDeal(CloseDeal) -> (),
    "reopen_deal" ReopenDeal(ReopenDeal) -> (),
    "save_lines" SaveLines(SaveLines) -> (),
    "save_costs" SaveCosts(SaveCosts) -> (),
    "add_task" AddTask(AddTask) -> TaskId,
    "check_task" CheckTask(CheckTask) -> (),
    "edit_task" EditTask(EditTask) -> (),
    "delete_task" DeleteTask(DeleteTask) -> (),
    "renew_calendar" RenewCalendar(RenewCalendar) -> (),
    "add_note" AddNote(AddNote) -> NoteId,
    "edit_note" EditNote(EditNote) -> (),
    "delete_note" DeleteNote(DeleteNote) -> (),
    "save_company" SaveCompany(SaveCompany) -> CompanyId,
    "save_person" SavePerson(SavePerson) -> PersonId,
    "merge_companies" MergeCompanies(MergeCompanies) -> (),
    "merge_persons" MergePersons(MergePersons) -> (),
    "add_contact_note" AddContactNote(AddContactNote) -> ContactNoteId,
    "edit_contact_note" EditContactNote(EditContactNote) -> (),
    "delete_contact_note" DeleteContactNote(DeleteContactNote) -> (),
    "save_me" SaveMe(SaveMe) -> (),
    "enable_second_factor" EnableSecondFactor(EnableSecondFactor) -> (),
    "mark_read" MarkRead(MarkRead) -> (),
    "ask_access" AskAccess(AskAccess) -> (),
    "answer_access" AnswerAccess(AnswerAccess) -> (),
    "undo" Undo(Undo) -> (),
    "save_filter" SaveFilter(SaveFilter) -> FilterId,
    "delete_filter" DeleteFilter(DeleteFilter) -> (),
    "fit_import" FitImport(FitImport) -> (),
    "correct_import" CorrectImport(CorrectImport) -> (),
    "skip_import_row" SkipImportRow(SkipImportRow) -> (),
    "approve_import" ApproveImport(ApproveImport) -> (),
    "drop_import" DropImport(DropImport) -> (),
    "undo_import" UndoImport(UndoImport) -> (),
    "add_process" AddProcess(AddProcess) -> ProcessId,
    "save_process" SaveProcess(SaveProcess) -> (),
    "save_reasons" SaveReasons(SaveReasons) -> Reasons,
    "save_sources" SaveSources(SaveSources) -> Sources,
    "save_product" SaveProduct(SaveProduct) -> ProductId,
    "save_account" SaveAccount(SaveAccount) -> (),
    "remove_examples" RemoveExamples(RemoveExamples) -> (),
    "save_cost_settings" SaveCostSettings(SaveCostSettings) -> CostSettings,
    "invite_user" InviteUser(InviteUser) -> UserId,
    "renew_link" RenewLink(RenewLink) -> (),
    "change_role" ChangeRole(ChangeRole) -> (),
    "show_as" ShowAs(ShowAs) -> (),
    "set_active" SetActive(SetActive) -> (),
}

closed_list! {
    /// Everything that may be asked.
    Query of Question, done by crate::perform::ask_any as String, with &store::Tx;
    "board" Board(ReadBoard) -> Board,
    "page" Page(ReadPage) -> Page,
    "deal" Deal(ReadDeal) -> Profile,
    "history" History(ReadHistory) -> History,
    "offer" Options(ReadOptions) -> NewDealOptions,
    "suggest_companies" Companies(SuggestCompanies) -> Vec<SuggestedCompany>,
    "suggest_persons" Persons(SuggestPersons) -> Vec<Person>,
    "open_deals" OpenDeals(ReadOpenDeals) -> Vec<OpenDeal>,
    "contacts" Book(ReadBook) -> Book,
    "company" Company(ReadCompany) -> CompanyPage,
    "person" Person(ReadPerson) -> PersonPage,
    "deleted" Deleted(ReadDeleted) -> Deleted,
    "deal_list" DealList(ReadDeals) -> Deals,
    "deal_ids" DealIds(ReadDealIds) -> Vec<DealId>,
    "search" Search(Search) -> Found,
    "saved_filters" SavedFilters(ReadSavedFilters) -> Vec<SavedFilter>,
    "imports" Imports(ReadImports) -> Imports,
    "import" Import(ReadImport) -> Import,
    "finance" Finance(ReadFinance) -> Finance,
    "review" Review(ReadReview) -> Review,
    "processes" Processes(ReadProcesses) -> Vec<Process>,
    "process" Process(ReadProcess) -> Editing,
    "preview_process" Preview(PreviewProcess) -> Preview,
    "reasons" Reasons(ReadReasons) -> Reasons,
    "sources" Sources(ReadSources) -> Sources,
    "catalogue" Catalogue(ReadCatalogue) -> Catalogue,
    "account" Account(ReadAccount) -> AccountSettings,
    "cost_settings" CostSettings(ReadCostSettings) -> CostSettings,
    "me" Me(ReadMe) -> Me,
    "draw_second_factor" DrawSecondFactor(DrawSecondFactor) -> NewSecondFactor,
    "notices" Notices(ReadNotices) -> Notices,
    "unread" Unread(ReadUnread) -> usize,
    "tasks" Tasks(ReadTasks) -> Tasks,
    "task" Task(ReadTask) -> Task,
    "suggest_deals" Deals(SuggestDeals) -> Vec<OfDeal>,
    "audit" Audit(ReadAudit) -> Audit,
    "board_as" BoardAs(ReadBoardAs) -> Board,
    "users" Users(ReadUsers) -> Users,
}
